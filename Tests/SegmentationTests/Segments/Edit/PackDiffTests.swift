import Segmentation
import Testing

/// A diff as `diff -u` writes it.
@Suite struct PackDiffTests {
  private func diff(_ old: String, _ new: String) -> String {
    PackText.diff(old: Array(old.utf8), new: Array(new.utf8))
  }

  private static let letters = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n"

  @Test func sameTextsHaveNone() {
    #expect(diff(Self.letters, Self.letters).isEmpty)
    #expect(diff("", "").isEmpty)
  }

  @Test func showsThreeLinesAround() {
    #expect(
      diff(Self.letters, Self.letters.replacing("f", with: "F")) == """
        @@ -3,7 +3,7 @@
         c
         d
         e
        -f
        +F
         g
         h
         i

        """)
  }

  @Test func farChangesAreHunksOfTheirOwn() {
    let new = Self.letters.replacing("a\n", with: "").replacing("l\n", with: "l\nm\n")
    #expect(
      diff(Self.letters, new) == """
        @@ -1,4 +1,3 @@
        -a
         b
         c
         d
        @@ -10,3 +9,4 @@
         j
         k
         l
        +m

        """)
  }

  @Test func saysWhereTheLastLineHasNoEnd() {
    #expect(diff("a", "a\n") == "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n")
    #expect(diff("", "a\n") == "@@ -0,0 +1 @@\n+a\n")
  }
}

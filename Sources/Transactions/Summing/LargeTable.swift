#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory for tables that grow with the customers, in which one looks here and there.
enum LargeTable {
  private static let hugePage = 2 * 1024 * 1024

  /// Room for elements that are all the same at first; ends with `deallocate`.
  ///
  /// A table of many megabytes lies in huge pages where the system has them: else each look at it takes another
  /// one at the tables of pages.
  static func allocate<Element: BitwiseCopyable>(
    _ count: Int, repeating element: Element
  ) -> UnsafeMutablePointer<Element> {
    let bytes = count * MemoryLayout<Element>.stride
    let isLarge = bytes >= 4 * hugePage
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? hugePage : MemoryLayout<Element>.alignment)
    if isLarge { preferHugePages(memory, bytes) }
    return memory.initializeMemory(as: Element.self, repeating: element, count: count)
  }

  /// Memory for more elements, those of the old one kept. The system moves the pages of a large one and copies
  /// nothing, so that growing takes no second one. It ends with `free`.
  static func grown<Element: BitwiseCopyable>(
    _ old: UnsafeMutablePointer<Element>?, to capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let bytes = capacity * MemoryLayout<Element>.stride
    guard let new = realloc(old, bytes) else {
      // As everywhere else in Swift where there is no more memory.
      abort()
    }
    preferHugePages(new, bytes)
    return new.bindMemory(to: Element.self, capacity: capacity)
  }

  static func free(_ memory: UnsafeMutableRawPointer) {
    #if canImport(Glibc)
      Glibc.free(memory)
    #else
      Darwin.free(memory)
    #endif
  }

  /// Asks for huge pages for what of the memory is not used yet.
  static func preferHugePages(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    #if os(Linux)
      guard bytes >= 4 * hugePage else { return }
      let start = (UInt(bitPattern: memory) + UInt(hugePage - 1)) & ~UInt(hugePage - 1)
      let end = (UInt(bitPattern: memory) + UInt(bytes)) & ~UInt(hugePage - 1)
      if end > start, let first = UnsafeMutableRawPointer(bitPattern: start) {
        madvise(first, Int(end - start), Int32(MADV_HUGEPAGE))
      }
    #endif
  }
}

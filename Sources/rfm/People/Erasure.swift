import CustomerStore
import JSONText
import RFMService
import SafeFiles
import Wording

/// Takes people out of all that the program keeps, and sees to it that they do not come back.
///
/// First they are put on the suppression lists, so that a training that starts from now on leaves them out;
/// then they are taken out of every store in the folders of models, waiting for trainings that have started
/// before; last the history loses the lines that tell of them.
struct Erasure {
  /// What was found and done.
  struct Report {
    /// By store: who was in it.
    var stores: [(path: String, people: [StoreForgetting.Forgotten])] = []
    /// The suppression lists that hold them now.
    var lists: [String] = []
    var historyLines = 0
    /// What could not be done: then they are not forgotten everywhere.
    var problems: [String] = []
  }

  /// Told before the work waits for a training.
  let note: (String) -> Void

  /// - Parameters:
  ///   - ids: as they are kept.
  ///   - folders: of models.
  func forget(_ ids: [String], in folders: [String]) -> Report {
    var report = Report()
    putOnLists(ids, folders, &report)
    for folder in folders {
      for stem in Self.stems(in: folder) { clean(stem, in: folder, of: ids, &report) }
    }
    forgetLines(ids, &report)
    return report
  }

  private func putOnLists(_ ids: [String], _ folders: [String], _ report: inout Report) {
    let inFolders = folders.filter(FileBytes.mayWrite).map { "\($0)/\(ForgottenLists.fileName)" }
    for path in [Folders.library.ownForgotten].compactMap({ $0 }) + inFolders {
      do throws(Problem) {
        try ForgottenLists.add(ids, to: path)
        report.lists.append(path)
      } catch {
        report.problems.append(error.message)
      }
    }
    if report.lists.isEmpty {
      report.problems.append("no suppression list could be written, so training will bring them back")
    }
  }

  // MARK: Stores

  /// The models of a folder that have stores, or are being trained at this moment.
  private static func stems(in folder: String) -> [String] {
    var stems: Set<String> = []
    for name in FileBytes.names(in: folder) {
      if let stem = ModelFile.stem(ofStore: name) { stems.insert(stem) }
      if name.hasPrefix("."), name.hasSuffix(".json.lock") {
        stems.insert(String(name.dropFirst().dropLast(10)))
      }
      // What a killed training has left: .NAME-id.sqlite.PID.part
      if name.hasPrefix("."), name.hasSuffix(".part") {
        let target = name.dropFirst().dropLast(5).split(separator: ".").dropLast().joined(separator: ".")
        if let stem = ModelFile.stem(ofStore: target) { stems.insert(stem) }
      }
    }
    return stems.sorted()
  }

  private func clean(_ stem: String, in folder: String, of ids: [String], _ report: inout Report) {
    let model = "\(folder)/\(stem).json"
    let mayWrite = FileBytes.mayWrite(in: folder)
    do throws(Problem) {
      var lock: FileLock?
      if mayWrite {
        lock = try explained { () throws(FileProblem) in try FileLock.take(for: model, waits: false) }
        if lock == nil {
          note("a training is writing \(model); waiting for its end")
          lock = try explained { () throws(FileProblem) in try FileLock.take(for: model, waits: true) }
        }
        ModelFile.removeUnfinished(of: model)
      }
      defer { withExtendedLifetime(lock) {} }
      for name in FileBytes.names(in: folder) where ModelFile.stem(ofStore: name) == stem {
        let path = "\(folder)/\(name)"
        let people = try explained { () throws(StoreError) in try StoreForgetting.held(ids, in: path) }
        guard !people.isEmpty else { continue }
        guard mayWrite else {
          throw Problem(
            "\(path): this user may not write here, and \(people.map(\.id).joined(separator: ", ")) \(people.count == 1 ? "is" : "are") in it"
          )
        }
        report.historyLines += removeFinds(people, in: path, &report)
        try explained { () throws(StoreError) in try StoreForgetting.remove(people.map(\.id), from: path) }
        report.stores.append((path, people))
      }
    } catch {
      report.problems.append(error.message)
    }
  }

  // MARK: History

  /// Lines such as `find stark` that find nobody but the people who are to be forgotten.
  private func removeFinds(
    _ people: [StoreForgetting.Forgotten], in store: String, _ report: inout Report
  ) -> Int {
    let ids = Set(people.map(\.id))
    return removeLines(&report) { line in
      let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
      guard words.count == 2, words[0].lowercased() == "find" else { return false }
      return StoreForgetting.onlyFinds(ids, by: String(words[1]).trimmed, in: store)
    }
  }

  /// Lines with an ID as a word, or with a text that is kept of nobody else.
  private func forgetLines(_ ids: [String], _ report: inout Report) {
    let telling = report.stores.flatMap(\.people).flatMap(\.telling).map { $0.lowercased() }
    report.historyLines += removeLines(&report) { line in
      let lower = line.lowercased()
      return ids.contains { Self.mentions(line, $0) } || telling.contains { lower.contains($0) }
    }
  }

  private func removeLines(_ report: inout Report, where isTelling: (String) -> Bool) -> Int {
    guard let path = Folders.history, FileBytes.exists(path) else { return 0 }
    do throws(Problem) {
      return try LineHistory.remove(from: path, where: isTelling)
    } catch {
      if !report.problems.contains(error.message) { report.problems.append(error.message) }
      return 0
    }
  }

  /// Whether a line has an ID in it, and not only as a part of a longer word or number.
  static func mentions(_ line: String, _ id: String) -> Bool {
    func isPart(_ letter: Character?) -> Bool { letter.map { $0.isLetter || $0.isNumber } ?? false }
    for range in line.ranges(of: id) {
      let before = range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : nil
      let after = range.upperBound < line.endIndex ? line[range.upperBound] : nil
      if !(isPart(before) && isPart(id.first)) && !(isPart(after) && isPart(id.last)) { return true }
    }
    return false
  }
}

import Algorithms
import CustomerStore
import SafeFiles
import Wording

extension Library {
  /// Takes people out of all that the program keeps, for good, and sees to it that they do not come back.
  ///
  /// First they are put on the suppression lists, so that a training that starts from now on leaves them out;
  /// then they are taken out of every store in the folders of models, waiting for trainings that have started
  /// before; last the history loses the lines that tell of them.
  ///
  /// - Parameters:
  ///   - ids: as they are kept: see `CustomerID.normalised`. One that is given twice counts once.
  ///   - model: a model outside the usual folders, whose folder is searched, too.
  ///   - history: the lines typed at a prompt; nil where there are none.
  ///   - work: told before it waits for a training.
  /// - Throws: `Problem` where there is no such model. What could not be done is in the result.
  public func forget(
    _ ids: [String], besides model: String? = nil, history: TypedLines? = nil, _ work: Work
  ) throws(Problem) -> ErasedPeople {
    var folders = modelFolders
    if let model {
      let folder = FileBytes.folder(of: try modelPath(named: model))
      if !folders.contains(where: { FileBytes.isSame($0, folder) }) { folders.append(folder) }
    }
    var erasure = Erasure(ids: Array(ids.uniqued()), own: ownForgotten, history: history, work: work)
    erasure.forget(in: folders)
    return erasure.done
  }
}

/// Some people are forgotten.
struct Erasure {
  let ids: [String]
  /// The user's own suppression list.
  let own: String?
  let history: TypedLines?
  let work: Work
  var done: ErasedPeople

  init(ids: [String], own: String?, history: TypedLines?, work: Work) {
    self.ids = ids
    self.own = own
    self.history = history
    self.work = work
    done = ErasedPeople(ids: ids, history: history?.path)
  }

  mutating func forget(in folders: [String]) {
    putOnLists(folders)
    for folder in folders {
      for stem in Self.stems(in: folder) { clean(stem, in: folder) }
    }
    forgetLines()
  }

  private mutating func putOnLists(_ folders: [String]) {
    let inFolders = folders.filter(FileBytes.mayWrite).map { "\($0)/\(ForgottenLists.fileName)" }
    for path in [own].compactMap({ $0 }) + inFolders {
      do throws(Problem) {
        try ForgottenLists.add(ids, to: path)
        done.lists.append(path)
      } catch {
        done.problems.append(error.message)
      }
    }
    if done.lists.isEmpty {
      done.problems.append("no suppression list could be written, so training will bring them back")
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
      // What a killed training has left.
      if let target = PartFile.target(ofPart: name), let stem = ModelFile.stem(ofStore: target) {
        stems.insert(stem)
      }
    }
    return stems.sorted()
  }

  private mutating func clean(_ stem: String, in folder: String) {
    let model = "\(folder)/\(stem).json"
    let mayWrite = FileBytes.mayWrite(in: folder)
    do throws(Problem) {
      var lock: FileLock?
      if mayWrite {
        lock = try explained { () throws(FileProblem) in try FileLock.take(for: model, waits: false) }
        if lock == nil {
          work.progress(.waiting("a training is writing \(model); waiting for its end"))
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
        done.historyLines += removeFinds(people, in: path)
        try explained { () throws(StoreError) in try StoreForgetting.remove(people.map(\.id), from: path) }
        done.stores.append((path, people))
      }
    } catch {
      done.problems.append(error.message)
    }
  }

  // MARK: History

  /// Lines such as `find stark` that find nobody but the people who are to be forgotten.
  private mutating func removeFinds(_ people: [StoreForgetting.Forgotten], in store: String) -> Int {
    let ids = Set(people.map(\.id))
    return removeLines { line in
      let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
      guard words.count == 2, words[0].lowercased() == "find" else { return false }
      return StoreForgetting.onlyFinds(ids, by: String(words[1]).trimmed, in: store)
    }
  }

  /// Lines with an ID as a word, or with a text that is kept of nobody else.
  private mutating func forgetLines() {
    let ids = ids
    let telling = done.stores.flatMap(\.people).flatMap(\.telling).map { $0.lowercased() }
    done.historyLines += removeLines { line in
      let lower = line.lowercased()
      return ids.contains { Self.mentions(line, $0) } || telling.contains { lower.contains($0) }
    }
  }

  private mutating func removeLines(where isTelling: (String) -> Bool) -> Int {
    guard let history, FileBytes.exists(history.path) else { return 0 }
    do throws(Problem) {
      return try history.remove(isTelling)
    } catch {
      if !done.problems.contains(error.message) { done.problems.append(error.message) }
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

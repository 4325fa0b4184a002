import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Tells at once, by inotify, whether anything may have changed in some folders, so that not every request has to look
/// at every file. Where that cannot be known, it says that something may have.
final class FolderWatch: Sendable {
  private let folders: [String]
  #if canImport(Glibc)
    private let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
  #endif

  private struct State {
    /// Whether all folders are watched, and hold no links to elsewhere.
    var isComplete = false
    var lastLook = ContinuousClock.now
  }
  private let state = Mutex(State())
  /// What another machine writes on a network disk is told by nobody.
  private static let longest = Duration.seconds(1)

  init(_ folders: [String]) {
    self.folders = folders
  }

  #if canImport(Glibc)
    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Whether anything may have changed since the last call.
    func mayHaveNews() -> Bool {
      state.withLock { state in
        let now = ContinuousClock.now
        if state.isComplete, !takeEvents(), now - state.lastLook < Self.longest { return false }
        // Watched first and looked at afterwards, so that nothing falls between the two.
        state.isComplete = folders.map(watch).allSatisfy { $0 }
        state.lastLook = now
        _ = takeEvents()
        return true
      }
    }

    /// - Returns: whether there were any.
    private func takeEvents() -> Bool {
      withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
        var hadAny = false
        while read(descriptor, buffer.baseAddress, buffer.count) > 0 { hadAny = true }
        return hadAny
      }
    }

    /// - Returns: false for a folder with links in it, or reached by one: what they lead to is not watched.
    private func watch(_ folder: String) -> Bool {
      let changes = IN_CREATE | IN_MODIFY | IN_ATTRIB | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO
      let ends = IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW
      if inotify_add_watch(descriptor, folder, UInt32(changes) | UInt32(ends)) >= 0 {
        return !hasLinks(folder)
      }
      guard errno == ENOENT, folder != "/" else { return false }
      // Not there: the one around it is told when it comes.
      let above = folder.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
        separator: "/")
      return watch(!above.isEmpty ? above : folder.hasPrefix("/") ? "/" : ".")
    }

    private func hasLinks(_ folder: String) -> Bool {
      guard let entries = opendir(folder) else { return true }
      defer { closedir(entries) }
      while let entry = readdir(entries) {
        if entry.pointee.d_type != UInt8(DT_REG), entry.pointee.d_type != UInt8(DT_DIR) { return true }
      }
      return false
    }
  #else
    func mayHaveNews() -> Bool { true }
  #endif
}

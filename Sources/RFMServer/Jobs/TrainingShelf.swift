import JSONText
import RFMService
import Synchronization

/// A training that runs by itself: whoever asked for it asks again how far it is.
final class TrainingRun: Sendable {
  let id: String
  let model: String

  enum Phase: String, Sendable { case waiting, running, done, failed, cancelled }

  struct State {
    var phase = Phase.waiting
    var stage: String?
    var result: JSON?
    var problem: String?
    var isCancelled = false
  }
  private let state = Mutex(State())

  init(model: String) {
    id = hexadecimal(UInt64.random(in: .min ... .max))
    self.model = model
  }

  /// As it is now.
  var current: State { state.withLock { $0 } }
  var isCancelled: Bool { state.withLock { $0.isCancelled } }
  var isOver: Bool { state.withLock { ![.waiting, .running].contains($0.phase) } }

  func cancel() { state.withLock { $0.isCancelled = true } }

  func note(_ stage: Work.Stage) {
    state.withLock { state in
      state.phase = .running
      switch stage {
      case .step(let step), .rows(let step, _, _), .waiting(let step): state.stage = step
      case .opening, .reading: state.stage = "reading"
      case .finished: break
      }
    }
  }

  func end(_ result: Result<TrainedModel, any Error>) {
    state.withLock { state in
      switch result {
      case .success(let trained):
        state.phase = .done
        state.result = trained.json
      case .failure(let error):
        let problem = HTTPProblem(any: error)
        state.phase = (error as? Problem)?.kind == .cancelled ? .cancelled : .failed
        state.problem = problem.detail
      }
    }
  }

  var json: JSON {
    let state = state.withLock { $0 }
    return [
      "id": .string(id), "model": .string(model), "phase": .string(state.phase.rawValue),
      "stage": state.stage.map(JSON.string) ?? .null, "result": state.result ?? .null,
      "problem": state.problem.map(JSON.string) ?? .null,
    ]
  }
}

/// The trainings that were asked for since the start; the last hundred that are over are remembered.
final class TrainingShelf: Sendable {
  private let runs = Mutex<[TrainingRun]>([])

  func keep(_ run: TrainingRun) {
    runs.withLock { runs in
      runs.append(run)
      while runs.count > 100, let old = runs.firstIndex(where: \.isOver) { runs.remove(at: old) }
    }
  }

  func run(_ id: String) throws(HTTPProblem) -> TrainingRun {
    guard let run = runs.withLock({ $0.first { $0.id == id } }) else {
      throw HTTPProblem(.notFound, "there is no such training")
    }
    return run
  }
}

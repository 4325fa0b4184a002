import RFMService
import Segmentation

/// What was read of an upload, so that another order, segment or number of clusters need not read it again.
struct UploadMemo: Sendable {
  /// The answers, and the model and pack that gave them.
  var answered: (tag: String, file: AnsweredFile)?
  /// The sales summed up, for a training that is tried out.
  var summed: SummedFile?
  /// What was measured for each number of clusters, and for which options.
  var sweep: (options: TrainingOptions, swept: SweptClusters)?
}

import Exchange
import SafeFiles
import Segmentation

/// A file format in which other programs serve a model.
public enum ServedFormat: String, Sendable, CaseIterable {
  /// Predictive Model Markup Language 4.4, XML.
  case pmml
  /// Open Neural Network Exchange, opset 17.
  case onnx
}

extension LoadedModel {
  /// The model and the pack in use as a file that another program serves. O(k · rules).
  ///
  /// - Parameters:
  ///   - format: of the file.
  ///   - version: of this program, for the head of the file.
  /// - Throws: `Problem` where the format does not know what a rule of the pack asks for.
  public func served(as format: ServedFormat, version: String) throws(Problem) -> [UInt8] {
    try explained { () throws(ExportProblem) in
      switch format {
      case .pmml: Array(try PMMLModel(model, pack, version: version).text.utf8)
      case .onnx: try ONNXModel(model, pack).bytes
      }
    }
  }

  /// Writes such a file.
  ///
  /// - Throws: `Problem` where a model, a store, a pack or a layout is at its place, or the disk does not take it.
  public func write(_ served: [UInt8], to path: String) throws(Problem) {
    try FileOfOurs.protect(path, from: "the export")
    try explained { () throws(FileProblem) in try AtomicFile.write(served, to: path) }
  }
}

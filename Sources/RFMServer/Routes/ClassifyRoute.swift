import Hummingbird
import JSONText
import RFMService

extension Routes {
  /// The service of the study that this product comes from, as its clients know it.
  static let classify: [Route] = [
    Route(
      method: .post, template: "/classify_customers", summary: "A segment for each customer of a sales file",
      parameters: choice,
      body: .init(content: [
        (
          "multipart/form-data",
          [
            "type": "object", "properties": ["file": ["type": "string", "format": "binary"]],
            "required": ["file"],
          ]
        )
      ])
    ) { call in
      let loaded = try await call.loaded().loaded
      let job = FileClassification(loaded, try InheritedSales(loaded, SalesChanges()))
      // Full already: said before the file is sent. A place is taken behind it, so that no slow client holds one.
      _ = try call.desk.queue.reserve()
      let upload = try await call.desk.uploads.read(call, field: "file", formOnly: true)
      let place = try call.desk.queue.reserve()
      return try await call.streamed("application/json", on: place) { sink, work in
        let answered = try job.read(
          SalesFiles(sources: [upload.source]), writing: (.scoringContract, sink), work)
        if !answered.isWritten { try answered.write(as: .scoringContract, to: sink, work) }
      }
    }
  ]
}

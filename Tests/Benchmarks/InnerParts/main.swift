// Runs inner parts of the program on seeded numbers.
//
//     rfm-inner-benchmarks                        times all parts and prints a table
//     rfm-inner-benchmarks PART [ITEMS [REPEATS]] runs one part, such as for a tool that counts instructions: only
//                                                 what happens inside of `measured` is the part's own
//     rfm-inner-benchmarks fit TABLE K RESTARTS   times k-means alone, on all cores, on the customers of an RFM
//                                                 table
//     rfm-inner-benchmarks --list                 a line for each part: its name, how many items are counted, and
//                                                 what they are

import Foundation

func run(_ arguments: [String]) throws -> Int32 {
  guard let name = arguments.first else {
    try timeAll()
    return 0
  }
  if name == "--list" {
    for part in Part.all { print("\(part.name)\t\(part.units(part.counted))\t\(part.item)") }
    return 0
  }
  if name == "fit", arguments.count == 4, let k = Int(arguments[2]), let restarts = Int(arguments[3]) {
    print(try Fit(table: arguments[1], k: k, restarts: restarts).json)
    return 0
  }
  guard let part = Part.all.first(where: { $0.name == name }) else {
    let names = Part.all.map { $0.name }.joined(separator: ", ")
    FileHandle.standardError.write(Data("there is no part '\(name)'; there are \(names)\n".utf8))
    return 64
  }
  let items = arguments.dropFirst().first.flatMap { Int($0) } ?? part.counted
  let repeats = arguments.dropFirst(2).first.flatMap { Int($0) } ?? 1
  let work = try part.prepare(items)
  for _ in 0..<repeats {
    let time = try ContinuousClock().measure { try measured(work) }
    print("\(part.name)\t\(part.units(items))\t\(time)")
  }
  return 0
}

/// Nothing but the work of a part, once; never inlined, since tools find it by its name.
@inline(never)
func measured(_ work: Part.Work) throws {
  // What it gives is used, so that no compiler leaves the work out.
  if try work.all() < 0 { print("less than nothing") }
}

func timeAll() throws {
  print("| part | item | items | time | for an item | |\n| --- | --- | --- | --- | --- | --- |")
  for part in Part.all {
    let work = try part.prepare(part.timed)
    let note: String
    let time: Duration
    if let each = work.each {
      let latencies = try Latencies(count: part.timed, each)
      (time, note) = (latencies.sum, latencies.text)
    } else {
      let times = try (0..<3).map { _ in try ContinuousClock().measure { try measured(work) } }
      (time, note) = (times.min() ?? .zero, work.note?() ?? "")
    }
    let units = part.units(part.timed)
    let nanoseconds = time / Duration.nanoseconds(1) / Double(units)
    print(
      "| \(part.name) | \(part.item) | \(units) | \(decimal(time / .seconds(1), 3)) s | \(decimal(nanoseconds, nanoseconds < 100 ? 2 : 0)) ns | \(note) |"
    )
  }
}

/// How long each of many calls takes.
struct Latencies {
  private let sorted: [Duration]

  init(count: Int, _ call: @escaping (Int) throws -> Int) throws {
    var latencies: [Duration] = []
    latencies.reserveCapacity(count)
    let clock = ContinuousClock()
    // The first ones read the pages that the others find.
    for i in 0..<min(100, count) { _ = try call(i) }
    for i in 0..<count {
      let start = clock.now
      _ = try call(i)
      latencies.append(clock.now - start)
    }
    sorted = latencies.sorted()
  }

  var sum: Duration { sorted.reduce(.zero, +) }

  var text: String {
    let places = [("median", 0.5), ("99th percentile", 0.99)]
    return places.map { name, share in
      let latency = sorted[Int(share * Double(sorted.count - 1))]
      return "\(name) \(decimal(latency / .microseconds(1), 1)) µs"
    }.joined(separator: ", ")
  }
}

func decimal(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

exit(try run(Array(CommandLine.arguments.dropFirst())))

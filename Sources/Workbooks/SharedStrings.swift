import Tabular

/// The texts that the cells of a workbook share, as fields of a CSV file.
final class SharedStrings: XMLVisitor {
  private let bytes = ByteBuffer()
  private var ends: [Int] = []
  private let value = ByteBuffer()
  private var isCollecting = false
  /// Inside the reading aid of a Japanese text.
  private var isPhonetic = false
  /// A workbook of a million rows has a tenth of this.
  private static let maximumBytes = 512 * 1024 * 1024

  var count: Int { ends.count }

  /// Writes the field of a text.
  @inline(__always)
  func write(_ index: Int, to buffer: ByteBuffer) {
    let start = index == 0 ? 0 : ends[index &- 1]
    let field = UnsafeRawBufferPointer(rebasing: bytes.content[start..<ends[index]])
    buffer.append(field.assumingMemoryBound(to: UInt8.self))
  }

  override func opened(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "t" {
      isCollecting = !isPhonetic
    } else if name == "rPh" {
      isPhonetic = true
    } else if name == "si" {
      value.clear()
    }
  }

  override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard isCollecting else { return }
    value.append(bytes)
    if value.count > SheetVisitor.longestCell { refuse("a text in it is longer than 1 MiB") }
  }

  override func closed(_ name: XMLName) {
    if name == "t" {
      isCollecting = false
    } else if name == "rPh" {
      isPhonetic = false
    } else if name == "si" {
      CellText.writeUnescaped(value, to: bytes)
      ends.append(bytes.count)
      if bytes.count + 8 * ends.count > Self.maximumBytes { refuse("its texts take more than 512 MiB") }
    }
  }
}

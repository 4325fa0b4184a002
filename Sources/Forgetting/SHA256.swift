/// SHA-256 (FIPS 180-4) of short texts, without a piece of memory for each.
struct SHA256 {
  /// 32 bytes as four words, the first bytes in the most significant place.
  struct Digest: Hashable, Sendable {
    var a: UInt64
    var b: UInt64
    var c: UInt64
    var d: UInt64
  }

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]

  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var schedule = [UInt32](repeating: 0, count: 64)
  private var block = [UInt8](repeating: 0, count: 64)
  private var filled = 0
  private var length: UInt64 = 0

  init() {}

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      block[filled] = byte
      filled += 1
      length += 1
      if filled == 64 { compress() }
    }
  }

  /// Back to the beginning; the memory is used again.
  mutating func reset() {
    (state[0], state[1], state[2], state[3]) = (0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a)
    (state[4], state[5], state[6], state[7]) = (0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)
    filled = 0
    length = 0
  }

  mutating func finish() -> Digest {
    let bits = length * 8
    add(CollectionOfOne(0x80))
    while filled != 56 { add(CollectionOfOne(0)) }
    add((0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) })
    func word(_ i: Int) -> UInt64 { UInt64(state[i]) << 32 | UInt64(state[i + 1]) }
    return Digest(a: word(0), b: word(2), c: word(4), d: word(6))
  }

  private mutating func compress() {
    filled = 0
    for i in 0..<16 {
      let at = 4 * i
      schedule[i] =
        UInt32(block[at]) << 24 | UInt32(block[at + 1]) << 16 | UInt32(block[at + 2]) << 8
        | UInt32(block[at + 3])
    }
    func rotated(_ x: UInt32, _ by: UInt32) -> UInt32 { x >> by | x << (32 - by) }
    for i in 16..<64 {
      let (x, y) = (schedule[i - 15], schedule[i - 2])
      let low = rotated(x, 7) ^ rotated(x, 18) ^ x >> 3
      let high = rotated(y, 17) ^ rotated(y, 19) ^ y >> 10
      schedule[i] = schedule[i - 16] &+ low &+ schedule[i - 7] &+ high
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for i in 0..<64 {
      let big = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let first = h &+ big &+ ((e & f) ^ (~e & g)) &+ Self.constants[i] &+ schedule[i]
      let small = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      let second = small &+ ((a & b) ^ (a & c) ^ (b & c))
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    for (i, word) in [a, b, c, d, e, f, g, h].enumerated() { state[i] = state[i] &+ word }
  }
}

extension SHA256.Digest {
  /// 64 hexadecimal digits.
  var hexadecimal: String {
    [a, b, c, d].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }.joined()
  }

  init?(hexadecimal text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 64, bytes.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else {
      return nil
    }
    let words = (0..<4).compactMap { part in
      UInt64(String(decoding: bytes[part * 16..<part * 16 + 16], as: UTF8.self), radix: 16)
    }
    guard words.count == 4 else { return nil }
    self.init(a: words[0], b: words[1], c: words[2], d: words[3])
  }
}

//! What every vector of two lanes can do.

/// 32 bytes in two lanes of 16.
///
/// Arithmetic is on elements of 8, 16 or 32 bits, little-endian as in memory, and
/// wraps unless it says otherwise. Nothing moves from one lane to the other but
/// where it says so.
pub trait Lanes: Copy {
    /// The proof that the processor has these vectors.
    type Token: Copy;

    /// Whether [`carryless`](Self::carryless) is an instruction.
    const CARRYLESS: bool;

    /// Both lanes from memory.
    fn load(token: Self::Token, bytes: &[u8; 32]) -> Self;

    /// Each lane from where it is said to be.
    fn load_lanes(token: Self::Token, first: &[u8; 16], second: &[u8; 16]) -> Self;

    /// The same byte 32 times.
    fn splat(token: Self::Token, byte: u8) -> Self;

    /// The same lane twice.
    #[inline(always)]
    fn repeat(token: Self::Token, lane: &[u8; 16]) -> Self {
        Self::load_lanes(token, lane, lane)
    }

    /// The same 16 bits 16 times.
    #[inline(always)]
    fn splat16(token: Self::Token, element: u16) -> Self {
        Self::splat32(token, u32::from(element) * 0x1_0001)
    }

    /// The same 32 bits 8 times.
    #[inline(always)]
    fn splat32(token: Self::Token, element: u32) -> Self {
        let mut lane = [0; 16];
        for part in lane.chunks_exact_mut(4) {
            part.copy_from_slice(&element.to_le_bytes());
        }
        Self::repeat(token, &lane)
    }

    /// To memory.
    fn to_array(self) -> [u8; 32];

    /// The first 12 bytes of the first lane, then the first 12 of the second; the
    /// last 8 are anything.
    fn join12(self) -> [u8; 32];

    /// Bits of both.
    fn and(self, other: Self) -> Self;
    /// Bits of either.
    fn or(self, other: Self) -> Self;
    /// Bits of one.
    fn xor(self, other: Self) -> Self;
    /// Bits that `mask` does not have.
    fn and_not(self, mask: Self) -> Self;

    /// Sums of bytes.
    fn add8(self, other: Self) -> Self;
    /// Differences of bytes.
    fn sub8(self, other: Self) -> Self;
    /// Sums of unsigned bytes, 255 where they are greater.
    fn add8_saturating(self, other: Self) -> Self;
    /// Differences of unsigned bytes, 0 where they are less.
    fn sub8_saturating(self, other: Self) -> Self;
    /// The lesser of unsigned bytes.
    fn min8(self, other: Self) -> Self;
    /// 0xff where bytes are equal, else 0.
    fn eq8(self, other: Self) -> Self;
    /// 0xff where the signed byte is greater than the other, else 0.
    fn gt8(self, other: Self) -> Self;

    /// Sums of 16 bits.
    fn add16(self, other: Self) -> Self;
    /// Differences of 16 bits.
    fn sub16(self, other: Self) -> Self;
    /// The low 16 bits of products of 16 bits.
    fn mul16_low(self, other: Self) -> Self;
    /// The high 16 bits of products of unsigned 16 bits.
    fn mul16_high(self, other: Self) -> Self;
    /// 16 bits moved left.
    fn shl16<const BY: i32>(self) -> Self;
    /// 16 bits moved right, zeros from the left.
    fn shr16<const BY: i32>(self) -> Self;

    /// Sums of 32 bits.
    fn add32(self, other: Self) -> Self;
    /// Differences of 32 bits.
    fn sub32(self, other: Self) -> Self;
    /// The low 32 bits of products of 32 bits.
    fn mul32_low(self, other: Self) -> Self;
    /// The high 32 bits of products of unsigned 32 bits.
    fn mul32_high(self, other: Self) -> Self;
    /// 32 bits moved left.
    fn shl32<const BY: i32>(self) -> Self;
    /// 32 bits moved right, zeros from the left.
    fn shr32<const BY: i32>(self) -> Self;

    /// The bytes of the lane of `table` that these bytes are indices into: an index
    /// from 0x80 on gives 0, of any other the low four bits count.
    fn lookup(self, table: Self) -> Self;

    /// Bytes of `yes` where the highest bit of these is set, else of `no`.
    fn select(self, yes: Self, no: Self) -> Self;

    /// The sums of pairs of products, of unsigned bytes and the signed bytes
    /// `weights`: 16 bits, signed and saturated.
    fn weigh8(self, weights: Self) -> Self;

    /// The sums of pairs of products, of signed 16 bits: 32 bits.
    fn weigh16(self, weights: Self) -> Self;

    /// The low byte of each 16 bits, which must not exceed 255: first these, then the
    /// other's, across the lanes.
    fn narrow16(self, other: Self) -> Self;

    /// These bytes and the other's in turn, across the lanes.
    fn zip8(self, other: Self) -> [u8; 64];

    /// The highest bit of each byte, that of the first byte lowest.
    fn high_bits(self) -> u32;

    /// In each lane the product without carries of 64 bits of this one and 64 bits of
    /// the other: the low ones, or the high ones where `HIGH` is.
    fn carryless<const HIGH: bool>(self, other: Self) -> Self;

    /// The entries of a table of 64 for these bytes, which must be below 64.
    #[inline(always)]
    fn lookup64(self, table: &[Self; 4]) -> Self {
        let [a, b, c, d] = *table;
        let (a, b) = (self.lookup(a), self.lookup(b));
        let (c, d) = (self.lookup(c), self.lookup(d));
        let bit4 = self.shl16::<3>();
        let bit5 = self.shl16::<2>();
        bit5.select(bit4.select(d, c), bit4.select(b, a))
    }

    /// The first half of a table, by rows of 16: what [`lookup128`](Self::lookup128) looks in.
    #[inline(always)]
    fn table128(token: Self::Token, table: &[u8; 256]) -> [Self; 8] {
        // (Not by `from_fn`: it is not inlined everywhere, and then vectors are not, either.)
        let row = |row: usize| {
            let entries = table[16 * row..].first_chunk().unwrap_or(&[0; 16]);
            Self::repeat(token, entries)
        };
        [
            row(0),
            row(1),
            row(2),
            row(3),
            row(4),
            row(5),
            row(6),
            row(7),
        ]
    }

    /// The entries of a table of 128 for these bytes, or 0 for those from 0x80 on.
    #[inline(always)]
    fn lookup128(self, table: &[Self; 8]) -> Self {
        let [a, b, c, d, e, f, g, h] = *table;
        let (a, b) = (self.lookup(a), self.lookup(b));
        let (c, d) = (self.lookup(c), self.lookup(d));
        let (e, f) = (self.lookup(e), self.lookup(f));
        let (g, h) = (self.lookup(g), self.lookup(h));
        let bit4 = self.shl16::<3>();
        let bit5 = self.shl16::<2>();
        let bit6 = self.shl16::<1>();
        let low = bit5.select(bit4.select(d, c), bit4.select(b, a));
        let high = bit5.select(bit4.select(h, g), bit4.select(f, e));
        bit6.select(high, low)
    }
}

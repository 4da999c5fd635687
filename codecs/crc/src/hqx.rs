//! The checksum of BinHex files: CRC-16 with x^16 + x^12 + x^5 + 1, high bit
//! first.

/// The polynomial without its highest term.
const POLYNOMIAL: u16 = 0x1021;

/// How many bytes are taken at once.
const SLICES: usize = 8;

/// The checksum of `data`, which follows data with the checksum `init`.
pub fn crc_hqx(data: &[u8], init: u16) -> u16 {
    let mut crc = init;
    let mut chunks = data.chunks_exact(SLICES);
    for chunk in &mut chunks {
        // Each byte's share of the result depends on nothing but the number of
        // bytes after it ("slicing-by-8", M. Kounavis and F. Berry, 2005); the
        // checksum so far is a change to the first two.
        let [high, low] = crc.to_be_bytes();
        crc = 0;
        for (i, &byte) in chunk.iter().enumerate() {
            let byte = byte ^ [high, low].get(i).unwrap_or(&0);
            crc ^= TABLES[SLICES - 1 - i][usize::from(byte)];
        }
    }
    for &byte in chunks.remainder() {
        let [high, low] = crc.to_be_bytes();
        crc = (u16::from(low) << 8) ^ TABLES[0][usize::from(high ^ byte)];
    }
    crc
}

/// The checksum of every byte, followed by as many zeros as the table's index.
static TABLES: [[u16; 256]; SLICES] = {
    let mut tables = [[0; 256]; SLICES];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = (byte as u16) << 8;
        let mut slice = 0;
        while slice < SLICES {
            let mut bit = 0;
            while bit < 8 {
                let carry = crc >> 15;
                crc = (crc << 1) ^ (carry * POLYNOMIAL);
                bit += 1;
            }
            tables[slice][byte] = crc;
            slice += 1;
        }
        byte += 1;
    }
    tables
};

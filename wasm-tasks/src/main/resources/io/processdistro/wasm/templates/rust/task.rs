//! Adds up the whole numbers of a text, one in each line. A first task to change into your own.

mod processdistro;

use processdistro::Answer;

/// Chunks are cut at the first end of a line after so many bytes.
const CHUNK_BYTES: usize = 65536;

fn main() {
    processdistro::run(split, execute, merge);
}

fn split(input: &[u8]) -> Answer<Vec<Vec<u8>>> {
    let mut chunks = Vec::new();
    let mut rest = input;
    while !rest.is_empty() {
        let mut end = CHUNK_BYTES.min(rest.len());
        while end < rest.len() && rest[end - 1] != b'\n' {
            end += 1;
        }
        let (chunk, after) = rest.split_at(end);
        chunks.push(chunk.to_vec());
        rest = after;
    }
    Ok(chunks)
}

fn execute(chunk: &[u8]) -> Answer<Vec<u8>> {
    Ok(format!("{}\n", sum_of_lines(chunk)?).into_bytes())
}

fn merge(results: &[&[u8]]) -> Answer<Vec<u8>> {
    let mut sum = 0;
    for result in results {
        sum += sum_of_lines(result)?;
    }
    Ok(format!("{}\n", sum).into_bytes())
}

fn sum_of_lines(text: &[u8]) -> Answer<i64> {
    let text = std::str::from_utf8(text).map_err(|_| "the input is not a text")?;
    let mut sum = 0;
    for line in text.lines() {
        let number: i64 = line.parse().map_err(|_| format!("{:?} is not a whole number", line))?;
        sum += number;
    }
    Ok(sum)
}

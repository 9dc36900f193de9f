//! ProcessDistro task kit for Rust: a task as a WASI command, with nothing but the standard library.
//!
//! Put this file beside your own, say `mod processdistro;`, and have `main` do nothing but call [`run`]:
//!
//! ```
//! fn main() {
//!     processdistro::run(split, execute, merge);
//! }
//! ```
//!
//! MIT licence, as all of ProcessDistro.

use std::io::{Read, Write};
use std::process::exit;

/// What a phase answers: its output, or a sentence for the user about what is wrong with the input.
pub type Answer<T> = Result<T, String>;

/// Runs the phase that the node asks for, from standard input to standard output. Does not come back when the phase has
/// failed: the sentence goes to the log, and the exit status is 1.
///
/// - `split`: of all of the input makes chunks, each of which becomes the input of one `execute`;
/// - `execute`: works on one chunk;
/// - `merge`: joins results of `execute`, and, when there are many, of itself.
pub fn run(
    split: fn(&[u8]) -> Answer<Vec<Vec<u8>>>,
    execute: fn(&[u8]) -> Answer<Vec<u8>>,
    merge: fn(&[&[u8]]) -> Answer<Vec<u8>>,
) {
    let input = standard_input().unwrap_or_else(|sentence| fail(&sentence));
    let answer = match std::env::args().nth(1).as_deref() {
        Some("split") => split(&input).map(|chunks| chunk_list(&chunks)),
        Some("execute") => execute(&input),
        Some("merge") => chunks_of(&input).and_then(|results| merge(&results)),
        other => Err(format!("the phase is split, execute or merge, not {:?}", other)),
    };
    let output = answer.unwrap_or_else(|sentence| fail(&sentence));
    let mut out = std::io::stdout();
    if let Err(error) = out.write_all(&output).and_then(|_| out.flush()) {
        fail(&format!("the output cannot be written: {}", error));
    }
}

/// The job's parameters as they were given, JSON text; nothing if there are none.
#[allow(dead_code)]
pub fn parameters() -> Option<String> {
    std::env::args().nth(2)
}

fn standard_input() -> Answer<Vec<u8>> {
    let mut input = Vec::new();
    match std::io::stdin().read_to_end(&mut input) {
        Ok(_) => Ok(input),
        Err(error) => Err(format!("the input cannot be read: {}", error)),
    }
}

fn chunk_list(chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut list = Vec::with_capacity(4 + chunks.iter().map(|chunk| 4 + chunk.len()).sum::<usize>());
    list.extend_from_slice(&(chunks.len() as u32).to_le_bytes());
    for chunk in chunks {
        list.extend_from_slice(&(chunk.len() as u32).to_le_bytes());
        list.extend_from_slice(chunk);
    }
    list
}

fn chunks_of(list: &[u8]) -> Answer<Vec<&[u8]>> {
    let (count, mut rest) = number(list)?;
    let mut chunks = Vec::new();
    for _ in 0..count {
        let (length, after) = number(rest)?;
        if length > after.len() {
            return Err("the list of results breaks off".to_string());
        }
        let (chunk, remaining) = after.split_at(length);
        chunks.push(chunk);
        rest = remaining;
    }
    Ok(chunks)
}

fn number(list: &[u8]) -> Answer<(usize, &[u8])> {
    if list.len() < 4 {
        return Err("the list of results breaks off".to_string());
    }
    let (number, rest) = list.split_at(4);
    Ok((u32::from_le_bytes([number[0], number[1], number[2], number[3]]) as usize, rest))
}

fn fail(sentence: &str) -> ! {
    eprintln!("{}", sentence);
    exit(1)
}

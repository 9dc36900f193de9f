//! Counts the primes from one number to before another.
//!
//! The input is `from to`, two numbers up to 10^13; the result is the count. `split` makes ranges, `execute` sieves one,
//! `merge` adds up.

#[path = "../../pdk/rust/processdistro.rs"]
mod processdistro;

use processdistro::Answer;

const LIMIT: u64 = 10_000_000_000_000;
const RANGE: u64 = 2_000_000;
const CHUNKS_MAX: u64 = 1_000;

/// Numbers that are sieved at a time: one byte each, so that they stay in the processor's cache.
const SEGMENT: u64 = 1 << 17;

fn main() {
    processdistro::run(split, execute, merge);
}

fn split(input: &[u8]) -> Answer<Vec<Vec<u8>>> {
    let (from, to) = range(input)?;
    let step = RANGE.max((to - from) / CHUNKS_MAX + 1);
    let mut chunks = Vec::new();
    let mut start = from;
    while start < to {
        let end = to.min(start + step);
        chunks.push(format!("{} {}\n", start, end).into_bytes());
        start = end;
    }
    Ok(chunks)
}

fn execute(input: &[u8]) -> Answer<Vec<u8>> {
    let (from, to) = range(input)?;
    let primes = odd_primes_up_to(square_root(to));
    let mut composite = vec![false; SEGMENT as usize];
    let mut count = 0;
    let mut start = from.max(2);
    while start < to {
        let end = to.min(start + SEGMENT);
        count += count_segment(&primes, &mut composite[..(end - start) as usize], start);
        start = end;
    }
    Ok(answer(count))
}

fn merge(results: &[&[u8]]) -> Answer<Vec<u8>> {
    let mut sum = 0;
    for result in results {
        sum += numbers(result)?.first().copied().ok_or("a result is empty")?;
    }
    Ok(answer(sum))
}

fn answer(count: u64) -> Vec<u8> {
    format!("{}\n", count).into_bytes()
}

/// Sieves the numbers from `start` on, as many as there is room for, and counts the primes among them.
#[inline(never)]
fn count_segment(primes: &[u64], composite: &mut [bool], start: u64) -> u64 {
    composite.fill(false);
    strike_even(composite, start);
    let end = start + composite.len() as u64;
    for &prime in primes {
        if prime * prime >= end {
            break;
        }
        strike(composite, start, prime);
    }
    composite.iter().filter(|struck| !**struck).count() as u64
}

/// Strikes the even numbers, except 2.
#[inline(never)]
fn strike_even(composite: &mut [bool], start: u64) {
    for place in composite.iter_mut().skip((start % 2) as usize).step_by(2) {
        *place = true;
    }
    if start == 2 {
        composite[0] = false;
    }
}

/// Strikes the odd multiples of an odd prime, from its square on.
#[inline(never)]
fn strike(composite: &mut [bool], start: u64, prime: u64) {
    let mut first = (start + prime - 1) / prime * prime;
    if first % 2 == 0 {
        first += prime;
    }
    let mut place = (first.max(prime * prime) - start) as usize;
    while place < composite.len() {
        composite[place] = true;
        place += 2 * prime as usize;
    }
}

fn odd_primes_up_to(max: u64) -> Vec<u64> {
    let mut composite = vec![false; max as usize + 1];
    let mut primes = Vec::new();
    for number in (3..=max).step_by(2) {
        if composite[number as usize] {
            continue;
        }
        primes.push(number);
        strike(&mut composite, 0, number);
    }
    primes
}

/// The largest number whose square is not above; in whole numbers, so that it is exact.
fn square_root(number: u64) -> u64 {
    let mut root = (number as f64).sqrt() as u64;
    while root * root > number {
        root -= 1;
    }
    while (root + 1) * (root + 1) <= number {
        root += 1;
    }
    root
}

fn range(input: &[u8]) -> Answer<(u64, u64)> {
    match numbers(input)?[..] {
        [from, to] if from <= to && to <= LIMIT => Ok((from, to)),
        _ => Err(format!("the input is two numbers, from and to, in this order and up to {}", LIMIT)),
    }
}

fn numbers(text: &[u8]) -> Answer<Vec<u64>> {
    let text = std::str::from_utf8(text).map_err(|_| "the input is not a text")?;
    text.split_whitespace()
        .map(|word| word.parse().map_err(|_| format!("{:?} is not a whole number", word)))
        .collect()
}

//! What two fingerprints have in common.

use super::fingerprint::Fingerprint;
use super::frequency::Weights;

/// What two fingerprints have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    pub title: Overlap,
    /// Of the words of title and lead together.
    pub words: Overlap,
    pub text: Shingles,
    pub numbers: Numbers,
    /// Whether each title is spoken of in the other story. It is not where a feed gives all its items one text.
    pub linked: bool,
    /// Whether there is nothing that tells them apart, however little there is.
    pub identical: bool,
    /// Whether one of them has hardly any text.
    pub bare: bool,
}

impl Evidence {
    pub(super) fn of(a: &Fingerprint, b: &Fingerprint, weights: &impl Weights) -> Self {
        Self {
            title: Overlap::of([a.title(), &[]], [b.title(), &[]], weights),
            words: Overlap::of([a.title(), a.lead()], [b.title(), b.lead()], weights),
            text: Shingles::of(a, b, weights),
            numbers: Numbers::of(a, b),
            linked: spoken_of(a, b, weights) && spoken_of(b, a, weights),
            identical: a == b && !a.is_empty(),
            bare: a.lead().len().min(b.lead().len()) < BARE,
        }
    }
}

/// Whether words of a title, one rare or several, are in another story. No title says nothing against it.
fn spoken_of(title: &Fingerprint, story: &Fingerprint, weights: &impl Weights) -> bool {
    let terms = [story.title(), story.lead()];
    let common = title.title().iter().filter(|term| has(terms, term));
    title.title().is_empty() || common.map(|&term| weights.term(term)).sum::<f32>() >= LINKED
}

/// The weight of one rare word.
const LINKED: f32 = 0.6;

fn has(set: [&[u32]; 2], term: &u32) -> bool {
    set.iter().any(|part| part.binary_search(term).is_ok())
}

/// A text with fewer terms that its title has not is hardly any.
const BARE: usize = 4;

/// What two sets of terms have in common, by weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overlap {
    pub common: usize,
    pub weight: f32,
    /// Share of the lighter set that is in the other.
    pub contained: f32,
    /// Share of both that is common.
    pub resemblance: f32,
}

impl Overlap {
    fn of(a: [&[u32]; 2], b: [&[u32]; 2], weights: &impl Weights) -> Self {
        let total = |set: [&[u32]; 2]| -> f32 {
            let terms = set.iter().copied().flatten();
            terms.map(|&term| weights.term(term)).sum()
        };
        let (weight_a, weight_b) = (total(a), total(b));
        let (mut common, mut weight) = (0, 0.0);
        for &term in a[0].iter().chain(a[1]).filter(|term| has(b, term)) {
            common += 1;
            weight += weights.term(term);
        }
        Self {
            common,
            weight,
            contained: share(weight, weight_a.min(weight_b)),
            resemblance: share(weight, weight_a + weight_b - weight),
        }
    }
}

/// What two texts have in common, by their shingles.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shingles {
    /// Shingles seen in both.
    pub common: usize,
    /// How much those tell.
    pub weight: f32,
    /// An estimate of how much of the shorter text is in the longer.
    pub contained: f32,
    /// An estimate of how much of both texts is common.
    pub resemblance: f32,
}

/// So many sampled shingles are enough for an estimate.
const SAMPLE: usize = 4;

impl Shingles {
    fn of(a: &Fingerprint, b: &Fingerprint, weights: &impl Weights) -> Self {
        let known_to = a.known_to().min(b.known_to());
        let all = Sum::of(a, b, u32::MAX, weights);
        // Of the hashes up to here all are known of both texts: a fair sample.
        let sample = Sum::of(a, b, known_to, weights);
        let mut contained = all.contained();
        if sample.fewer >= SAMPLE {
            contained = contained.max(sample.contained());
        }
        Self {
            common: all.count,
            weight: all.common,
            contained,
            resemblance: share(sample.common, sample.a + sample.b - sample.common),
        }
    }
}

/// The shingles that are known of two texts, by weight.
#[derive(Clone, Copy)]
struct Sum {
    a: f32,
    b: f32,
    common: f32,
    /// How many are common.
    count: usize,
    /// How many the one has that has fewer.
    fewer: usize,
}

impl Sum {
    fn of(a: &Fingerprint, b: &Fingerprint, up_to: u32, weights: &impl Weights) -> Self {
        let known = |of: &Fingerprint| -> (usize, f32) {
            let all = of.opening().iter().chain(of.body());
            all.filter(|&&hash| hash <= up_to)
                .fold((0, 0.0), |(count, sum), &hash| {
                    (count + 1, sum + weights.shingle(hash))
                })
        };
        let ((count_a, weight_a), (count_b, weight_b)) = (known(a), known(b));
        let (mut count, mut common) = (0, 0.0);
        for &hash in a.opening().iter().chain(a.body()) {
            let in_b = || {
                b.opening().binary_search(&hash).is_ok() || b.body().binary_search(&hash).is_ok()
            };
            if hash <= up_to && in_b() {
                count += 1;
                common += weights.shingle(hash);
            }
        }
        Self {
            a: weight_a,
            b: weight_b,
            common,
            count,
            fewer: count_a.min(count_b),
        }
    }

    fn contained(self) -> f32 {
        share(self.common, self.a.min(self.b))
    }
}

/// Whether two stories' numbers and dates agree.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbers {
    /// Both have numbers, and half or more of either's are not the other's.
    pub conflict: bool,
    /// Both titles have numbers, and each has one that the other has not.
    pub titles_conflict: bool,
    /// Apart from numbers the titles have the same words.
    pub titles_differ_in_nothing_else: bool,
}

impl Numbers {
    fn of(a: &Fingerprint, b: &Fingerprint) -> Self {
        let known_to = a.numbers_known_to().min(b.numbers_known_to());
        let known = |of: &[u32]| of.partition_point(|&hash| hash <= known_to);
        let (known_a, known_b) = (known(a.numbers()), known(b.numbers()));
        let (numbers_a, numbers_b) = (&a.numbers()[..known_a], &b.numbers()[..known_b]);
        let common = count_common(numbers_a, numbers_b);
        let fewer = known_a.min(known_b);
        let conflict = fewer > 0 && 2 * common <= fewer;

        let is_number = |of: &Fingerprint, term: &u32| of.numbers().binary_search(term).is_ok();
        let split = |of: &Fingerprint| -> (Vec<u32>, Vec<u32>) {
            of.title().iter().partition(|term| is_number(of, term))
        };
        let ((title_numbers_a, title_a), (title_numbers_b, title_b)) = (split(a), split(b));
        let titles_conflict = count_common(&title_numbers_a, &title_numbers_b)
            < title_numbers_a.len().min(title_numbers_b.len());
        Self {
            conflict,
            titles_conflict,
            titles_differ_in_nothing_else: !title_a.is_empty() && title_a == title_b,
        }
    }
}

/// How many hashes two ascending lists have in common.
fn count_common(a: &[u32], b: &[u32]) -> usize {
    a.iter()
        .filter(|hash| b.binary_search(hash).is_ok())
        .count()
}

fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 {
        (part / whole).min(1.0)
    } else {
        0.0
    }
}

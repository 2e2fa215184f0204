//! How alike two names are.
/// From 0 (nothing in common) to 1 (the same name).
pub fn likeness(a: &str, b: &str) -> f32 {
    if a == b { 1.0 } else { 0.0 }
}

//! The cameras of the system.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod other;

#[cfg(target_os = "linux")]
pub use linux::NativeSource;
#[cfg(not(target_os = "linux"))]
pub use other::NativeSource;

use crate::Camera;

/// Adds a camera; two of one make are told apart, because a camera is remembered by its name.
fn add(cameras: &mut Vec<Camera>, id: String, name: &str) {
    let name = if name.trim().is_empty() { "Kamera" } else { name.trim() };
    let is_same = |other: &&Camera| other.name == name || other.name.starts_with(&format!("{name} ("));
    let same = cameras.iter().filter(is_same).count();
    let name = if same > 0 { format!("{name} ({})", same + 1) } else { name.to_owned() };
    cameras.push(Camera { id, name });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cameras_of_one_make_have_two_names() {
        let mut cameras = Vec::new();
        for (id, name) in [("0", "HD Webcam"), ("2", "HD Webcam"), ("4", "HD Webcam Pro"), ("6", "")] {
            add(&mut cameras, id.into(), name);
        }
        let names: Vec<&str> = cameras.iter().map(|camera| camera.name.as_str()).collect();
        assert_eq!(names, ["HD Webcam", "HD Webcam (2)", "HD Webcam Pro", "Kamera"]);
    }
}

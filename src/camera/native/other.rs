//! Media Foundation and AVFoundation, through nokhwa.

use super::add;
use crate::{Camera, Device, Fault, Format, Layout, Opened, Raw, Result, Size, Source, best_format};
use nokhwa::{
    Camera as Nokhwa, NokhwaError,
    pixel_format::RgbFormat,
    query,
    utils::{ApiBackend, CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType, Resolution},
};

/// The cameras of this computer.
pub struct NativeSource;

fn fault(error: NokhwaError) -> Fault {
    Fault::of_words(&match &error {
        NokhwaError::InitializeError { error, .. }
        | NokhwaError::GetPropertyError { error, .. }
        | NokhwaError::SetPropertyError { error, .. }
        | NokhwaError::StructureError { error, .. }
        | NokhwaError::OpenDeviceError(_, error)
        | NokhwaError::OpenStreamError(error)
        | NokhwaError::ReadFrameError(error) => error.clone(),
        other => other.to_string(),
    })
}

/// macOS asks the person before the first picture; the answer takes as long as it takes, and the session's patience ends it.
fn ask_permission() -> Result<()> {
    if !cfg!(target_os = "macos") || nokhwa::nokhwa_check() {
        return Ok(());
    }
    let (sender, answer) = std::sync::mpsc::channel();
    nokhwa::nokhwa_initialize(move |allowed| {
        // Whoever asked may have given up.
        let _ = sender.send(allowed);
    });
    match answer.recv() {
        Ok(true) => Ok(()),
        _ => Err(Fault::Refused),
    }
}

impl Source for NativeSource {
    fn list(&self) -> Result<Vec<Camera>> {
        ask_permission()?;
        let found = match query(ApiBackend::Auto) {
            Ok(found) => found,
            Err(error) => match fault(error) {
                fault @ (Fault::Refused | Fault::Busy) => return Err(fault),
                _ => return Ok(Vec::new()),
            },
        };
        let mut cameras: Vec<Camera> = Vec::new();
        for info in found {
            let id = match info.index() {
                CameraIndex::Index(index) => index.to_string(),
                CameraIndex::String(name) => name.clone(),
            };
            add(&mut cameras, id, &info.human_name());
        }
        cameras.sort_by_key(|camera| camera.id.parse::<u32>().unwrap_or(u32::MAX));
        Ok(cameras)
    }

    fn open(&self, id: &str, size: Option<Size>) -> Result<Opened> {
        ask_permission()?;
        let camera = self.list()?.into_iter().find(|camera| camera.id == id);
        let camera = camera.ok_or_else(|| Fault::Unknown(id.to_owned()))?;
        let index = match id.parse() {
            Ok(number) => CameraIndex::Index(number),
            Err(_) => CameraIndex::String(id.to_owned()),
        };
        // The library's own choice first, because only an open camera tells its formats.
        let any = RequestedFormat::new::<RgbFormat>(RequestedFormatType::None);
        let mut device = Nokhwa::new(index, any).map_err(fault)?;
        let all = device.compatible_camera_formats().map_err(fault)?;
        let formats: Vec<Format> = all.iter().map(format_of).collect();
        let current = device.camera_format();
        let best = best_format(&formats, size).ok_or(Fault::NoFormat)?;
        let chosen = all.iter().find(|format| format_of(format) == *best).copied().unwrap_or(current);
        if chosen != current
            && let Err(error) =
                device.set_camera_requset(RequestedFormat::new::<RgbFormat>(RequestedFormatType::Exact(chosen)))
        {
            // It goes on with the format it has.
            tracing::info!(%error, "the camera refuses a format it offers");
        }
        device.open_stream().map_err(fault)?;
        let format = format_of(&device.camera_format());
        Ok(Opened { camera, format, formats, device: Box::new(Native(device)) })
    }
}

fn format_of(format: &CameraFormat) -> Format {
    Format { size: size_of(format.resolution()), packing: format.format().to_string(), rate: format.frame_rate() }
}

fn size_of(resolution: Resolution) -> Size {
    Size { width: resolution.width(), height: resolution.height() }
}

struct Native(Nokhwa);

impl Device for Native {
    fn next(&mut self) -> Result<Raw> {
        let buffer = self.0.frame().map_err(fault)?;
        let layout = match buffer.source_frame_format() {
            FrameFormat::MJPEG => Layout::Mjpeg,
            FrameFormat::YUYV => Layout::Yuyv,
            FrameFormat::NV12 => Layout::Nv12,
            FrameFormat::GRAY => Layout::Grey,
            FrameFormat::RAWRGB => Layout::Rgb,
            FrameFormat::RAWBGR => Layout::Bgr,
        };
        Ok(Raw { size: size_of(buffer.resolution()), layout, bytes: buffer.buffer().to_vec() })
    }
}

//! The words of `camera`, `photo` and `compact`.

use crate::arguments::BaseFile;
use camera::Size;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Args)]
pub struct Cameras {
    #[command(subcommand)]
    pub act: CameraAct,
}

#[derive(Subcommand)]
pub enum CameraAct {
    /// List the cameras of this computer with their sizes.
    List(ListCameras),
    /// Take a picture and write it as a JPEG.
    Snap(Snap),
}

/// Which camera, and how.
#[derive(Args)]
pub struct Which {
    /// Camera: its number or name; without it the first one.
    #[arg(long, value_name = "N")]
    pub camera: Option<String>,
    /// Size of the picture, such as 1280x720.
    #[arg(long, value_name = "WxH")]
    pub size: Option<Size>,
    /// Folder of pictures or MJPEG file that stands for a camera.
    #[arg(long, value_name = "PATH")]
    pub camera_file: Option<PathBuf>,
}

#[derive(Args)]
pub struct ListCameras {
    /// Folder of pictures or MJPEG file that stands for a camera.
    #[arg(long, value_name = "PATH")]
    pub camera_file: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct Snap {
    /// File to write.
    #[arg(short, long, value_name = "FILE.jpg")]
    pub output: PathBuf,
    #[command(flatten)]
    pub which: Which,
}

#[derive(Args)]
pub struct Photo {
    /// File of the base.
    pub base: BaseFile,
    /// Table.
    pub table: String,
    /// Id of the record.
    pub id: String,
    /// Picture field.
    pub field: String,
    /// Picture: JPEG, PNG, WebP, GIF or BMP; without it one is taken with the camera.
    #[arg(conflicts_with_all = ["camera", "size", "camera_file"], required_unless_present_any = ["camera", "camera_file"])]
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub which: Which,
}

#[derive(Args)]
pub struct Compact {
    /// File of the base.
    pub base: BaseFile,
}

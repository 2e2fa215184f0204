fn main() {
    slint_build::compile("app.slint").expect("the markup compiles");
}

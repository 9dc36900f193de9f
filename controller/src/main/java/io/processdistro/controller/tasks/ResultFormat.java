package io.processdistro.controller.tasks;

/** What result files are written as; the extension of the wished file name decides. */
public enum ResultFormat {
  NPY("npy", "application/octet-stream"),
  PNG("png", "image/png"),
  CSV("csv", "text/csv; charset=utf-8"),
  /** Whatever a user's module made. */
  BIN("bin", "application/octet-stream"),
  /** Several files. */
  TAR("tar", "application/x-tar");

  private final String extension;
  private final String contentType;

  ResultFormat(String extension, String contentType) {
    this.extension = extension;
    this.contentType = contentType;
  }

  /** Lower case, without the dot. */
  public String extension() {
    return extension;
  }

  /** For the Content-Type header. */
  public String contentType() {
    return contentType;
  }
}

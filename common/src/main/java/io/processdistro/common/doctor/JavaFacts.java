package io.processdistro.common.doctor;

/**
 * The Java runtime of this process.
 *
 * @param feature 25 of 25.0.1
 * @param name of vendor and version
 */
public record JavaFacts(int feature, String name, String home) {
  /** The release that everything is built and tested with. */
  private static final int FEATURE_WANTED = 25;

  /** Of this process. */
  public static JavaFacts gather() {
    return new JavaFacts(
        Runtime.version().feature(),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        System.getProperty("java.home"));
  }

  public Finding judge() {
    var found = name + " in " + home;
    if (feature == FEATURE_WANTED) return Finding.ok("java", found);
    return feature < FEATURE_WANTED
        ? Finding.problem("java", found, "install a JDK 25 and point PROCESSDISTRO_JAVA_HOME to it")
        : Finding.warning(
            "java",
            found + ": never tried with this release",
            "if anything is strange, point PROCESSDISTRO_JAVA_HOME to a JDK 25");
  }
}

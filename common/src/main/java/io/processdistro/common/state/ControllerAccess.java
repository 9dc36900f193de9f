package io.processdistro.common.state;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.text.FileTrouble;
import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.ControllerTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to reach and enter one controller: what {@code controller start} leaves on disk, mode 0600,
 * for the commands and nodes of the same user.
 *
 * @param address a host or address at which a client on this machine reaches it (so the loopback
 *     address when it listens on all)
 * @param port 1 to 65535
 * @param token the bearer token; never shown
 * @param ca certificates of its authorities, in PEM; empty if it speaks plain HTTP
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ControllerAccess(String address, int port, String token, String ca) {
  private static final String FILE_NAME = "controller.json";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  public ControllerAccess {
    var checked = new ControllerAddress(address, port);
    address = checked.host();
    Tokens.requireUsable(token);
  }

  /** How clients make sure that they talk to this controller. */
  public ControllerTrust trust() {
    return ca.isEmpty()
        ? new ControllerTrust.Plain()
        : new ControllerTrust.Known(Authorities.parse(ca));
  }

  /** The file of a controller in its own state directory. */
  public static Path fileIn(Path stateDirectory) {
    return stateDirectory.resolve(FILE_NAME);
  }

  /** The file of a controller among those of its user, found by port. */
  public static Path fileByPort(StateHome home, int port) {
    return home.controllersDirectory().resolve(port + ".json");
  }

  /** Writes both files; an older one of a controller that has gone is replaced. */
  public void publish(StateHome home, Path stateDirectory) throws StateException {
    var content = toJson();
    PrivateFiles.write(fileIn(stateDirectory), content);
    PrivateFiles.write(fileByPort(home, port), content);
  }

  /**
   * Removes both files as far as they still are this controller's own (another one may have taken
   * the port meanwhile).
   */
  public void withdraw(StateHome home, Path stateDirectory) throws StateException {
    for (var file : new Path[] {fileIn(stateDirectory), fileByPort(home, port)}) {
      if (!Files.exists(file) || !read(file).equals(this)) continue;
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new StateException("cannot remove " + file + ": " + FileTrouble.reason(e), e);
      }
    }
  }

  /**
   * @throws StateException if it is missing, readable by others, or not such a file
   */
  public static ControllerAccess read(Path file) throws StateException {
    return fromJson(PrivateFiles.read(file), file);
  }

  static ControllerAccess fromJson(byte[] json, Path file) throws StateException {
    try {
      var access = MAPPER.readValue(json, ControllerAccess.class);
      if (access != null) {
        access.trust();
        return access;
      }
    } catch (IOException | IllegalArgumentException e) {
      // The parser's text quotes the content, and the content is a secret.
    }
    throw new StateException(
        file
            + " is not a controller access file (JSON with address, port, token and ca); delete it");
  }

  public ControllerAddress controllerAddress() {
    return new ControllerAddress(address, port);
  }

  /** All that a client needs. */
  public ControllerTarget target() {
    return new ControllerTarget(controllerAddress(), Optional.of(token), trust());
  }

  private byte[] toJson() {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("four plain fields cannot be written as JSON", e);
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ControllerAccess[" + address + ":" + port + "]";
  }
}

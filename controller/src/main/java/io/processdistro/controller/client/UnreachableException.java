package io.processdistro.controller.client;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.trust.TlsTrouble;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;

/** No connection to the controller, or it broke; whether the request arrived is unknown. */
public final class UnreachableException extends ClientException {
  private static final long serialVersionUID = 1;

  UnreachableException(ControllerAddress address, IOException cause) {
    super(message(address, cause), cause);
  }

  private static String message(ControllerAddress address, IOException cause) {
    return TlsTrouble.reason(cause)
        .map(reason -> "there is no safe connection with " + address + ": " + reason)
        .orElseGet(
            () ->
                "no controller answers at "
                    + address
                    + " ("
                    + reason(cause)
                    + "): start one with \"controller start\" or check --controller");
  }

  private static String reason(IOException cause) {
    for (Throwable link = cause; link != null; link = link.getCause()) {
      if (link instanceof UnresolvedAddressException || link instanceof UnknownHostException) {
        return "unknown host name";
      }
    }
    return switch (cause) {
      case HttpTimeoutException timeout -> "no answer in time";
      case ConnectException refused -> "connection refused";
      case IOException other when other.getMessage() != null -> other.getMessage();
      case IOException other -> "the connection broke";
    };
  }
}

package io.processdistro.controller.client;

import java.util.Optional;

/**
 * Adds to "there is no such job" which one was probably meant, of those that the caller may see.
 */
final class NearMiss {
  private static final String NOT_FOUND = "NOT_FOUND";

  private NearMiss() {}

  /** A request that names something by an id or a name that a person wrote. */
  @FunctionalInterface
  interface Call<T> {
    T send() throws ClientException;
  }

  /** Finds what a written name is near to; asks the controller. */
  @FunctionalInterface
  interface Guess {
    Optional<String> nearest() throws ClientException;
  }

  static <T> T told(Call<T> call, Guess guess) throws ClientException {
    try {
      return call.send();
    } catch (RefusedException e) {
      if (!NOT_FOUND.equals(e.problem().code())) throw e;
      throw nearest(guess).map(e::meaning).orElse(e);
    }
  }

  /** One who may not list them is not told. */
  private static Optional<String> nearest(Guess guess) {
    try {
      return guess.nearest();
    } catch (ClientException mayNotList) {
      return Optional.empty();
    }
  }
}

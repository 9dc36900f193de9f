package io.processdistro.controller.security;

import java.util.List;
import java.util.Optional;

/**
 * The tokens that were handed out. Secrets are kept as hashes and compared in constant time.
 * Thread-safe; what changes something blocks until it is on disk.
 */
public interface TokenStore {
  /**
   * Makes a token. Blocks.
   *
   * @throws TokenStoreException if it cannot be written, or there are too many
   */
  IssuedToken create(TokenRequest request) throws TokenStoreException;

  /** All that are remembered, the newest first; worthless ones for some days. */
  List<TokenRecord> all();

  /**
   * The token that is shown with a request. Never blocks; a token for joining is worthless here.
   */
  TokenVerdict check(String secret);

  /**
   * Takes one use of a token for joining. Blocks; when it returns {@link TokenVerdict.Right}, the
   * use is on disk, so that a crash does not give it back.
   */
  TokenVerdict redeem(String secret) throws TokenStoreException;

  /**
   * Makes a token worthless from now on; one that is revoked stays as it is. Blocks.
   *
   * @param id as {@link TokenRecord#id}
   * @return empty if there is no such token
   */
  Optional<TokenRecord> revoke(String id) throws TokenStoreException;

  /**
   * A new token.
   *
   * @param secret shown once and kept nowhere
   */
  record IssuedToken(TokenRecord token, String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "IssuedToken[" + token + "]";
    }
  }
}

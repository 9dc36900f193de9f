package io.processdistro.controller.store;

import io.processdistro.common.errors.ErrorCode;

/** A write was refused because of the state the store is in. The message is fit for users. */
public final class StoreTroubleException extends Exception {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  private StoreTroubleException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * @param health anything but {@link StoreHealth.Healthy}
   */
  public static StoreTroubleException of(StoreHealth health) {
    return switch (health) {
      case StoreHealth.Healthy() ->
          throw new IllegalArgumentException("a healthy store refuses nothing");
      case StoreHealth.Full(String reason) ->
          new StoreTroubleException(ErrorCode.STORE_FULL, reason);
      case StoreHealth.ReadOnly(String reason) ->
          new StoreTroubleException(ErrorCode.STORE_FAILED, reason);
      case StoreHealth.Failing(String reason) ->
          new StoreTroubleException(ErrorCode.STORE_FAILED, reason);
      case StoreHealth.Broken(String reason, String remedy) ->
          new StoreTroubleException(ErrorCode.STORE_FAILED, reason + "; " + remedy);
    };
  }

  /** {@link ErrorCode#STORE_FULL} or {@link ErrorCode#STORE_FAILED}. */
  public ErrorCode code() {
    return code;
  }
}

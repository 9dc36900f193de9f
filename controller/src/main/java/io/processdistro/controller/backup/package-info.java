/**
 * A controller's state as one file, and back. Works on the state directory itself, so it needs no
 * running controller, and no other right than that of the directory's owner.
 */
package io.processdistro.controller.backup;

/**
 * Directories as one stream of bytes: the plain tar format that every system can read and write
 * (POSIX ustar), regular files only. Names that could lead out of a directory do not exist here:
 * they are refused both when they are written and when they are read.
 */
package io.processdistro.controller.tar;

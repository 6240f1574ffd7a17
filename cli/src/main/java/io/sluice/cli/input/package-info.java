/** Shell. What a file or standard input holds, as records to send. */
@NullMarked
package io.sluice.cli.input;

import org.jspecify.annotations.NullMarked;

/** Shell. Schemas out of the files that have them, or of samples of the data. */
@NullMarked
package io.sluice.cli.schema;

import org.jspecify.annotations.NullMarked;

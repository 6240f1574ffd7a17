/* SPDX-License-Identifier: Apache-2.0 */
/** Core. Connect's own data, as any converter makes it, as Avro records: a schema is converted once, with a plan. */
@NullMarked
package io.sluice.connector.decode.connect;

import org.jspecify.annotations.NullMarked;

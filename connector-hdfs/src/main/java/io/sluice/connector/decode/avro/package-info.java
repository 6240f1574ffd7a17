/* SPDX-License-Identifier: Apache-2.0 */
/** Core, but for the port by which schemas are found. Avro bytes to records of the table's schema. */
@NullMarked
package io.sluice.connector.decode.avro;

import org.jspecify.annotations.NullMarked;

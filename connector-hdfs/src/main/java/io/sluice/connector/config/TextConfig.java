/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import io.sluice.connector.decode.text.LinePattern;
import java.time.ZoneId;

/**
 * How a text becomes columns.
 *
 * @param pattern must match the whole text; has the columns in the order of the table
 * @param zone of timestamps that carry no offset
 * @param keepUnparsed whether a text that does not match becomes a row with all of it in {@code _unparsed}
 */
public record TextConfig(LinePattern pattern, ZoneId zone, boolean keepUnparsed) {}

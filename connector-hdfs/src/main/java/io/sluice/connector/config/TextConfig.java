/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a line of text becomes columns.
 *
 * @param pattern must match the whole line; its named groups are the columns
 * @param columns in the order of the table, each with a group of its name
 * @param zone of timestamps that carry no offset
 * @param keepUnparsed whether a line that does not match becomes a record with the line in {@code _unparsed}
 */
public record TextConfig(Pattern pattern, List<TextColumn> columns, ZoneId zone, boolean keepUnparsed) {

    public TextConfig {
        columns = List.copyOf(columns);
    }
}

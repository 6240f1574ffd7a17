/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.input;

import io.sluice.cli.terminal.UserError;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream as the bytes they are, whatever their encoding, without the {@code \n} or {@code \r\n} that ends
 * them. Not thread-safe.
 */
public final class Lines implements Closeable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final String name;
    private final int maxBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long number;

    /**
     * Reads a stream, and closes it in the end.
     *
     * @param name of the stream, for messages
     * @param maxBytes the longest line that is taken
     */
    public Lines(InputStream in, String name, int maxBytes) {
        this.in = in;
        this.name = name;
        this.maxBytes = maxBytes;
    }

    /**
     * The next line, or null at the end. The last one need not be ended.
     *
     * @throws UserError if the line is longer than is taken
     */
    public byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream begun = new ByteArrayOutputStream(0);
        number++;
        while (fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            if (begun.size() + end - position > maxBytes) {
                throw new UserError("line " + number + " of " + name + " is longer than " + maxBytes + " bytes");
            }
            begun.write(buffer, position, end - position);
            boolean ended = end < limit;
            position = ended ? end + 1 : end;
            if (ended) {
                return withoutReturn(begun.toByteArray());
            }
        }
        return begun.size() == 0 ? null : withoutReturn(begun.toByteArray());
    }

    /** The number of the line that {@link #next} returned last, 1 for the first. */
    public long number() {
        return number;
    }

    private boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, in.read(buffer, 0, buffer.length));
        }
        return limit > 0;
    }

    private static byte[] withoutReturn(byte[] line) {
        boolean has = line.length > 0 && line[line.length - 1] == '\r';
        return has ? java.util.Arrays.copyOf(line, line.length - 1) : line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.run;

import io.sluice.table.DurableOutput;
import io.sluice.table.FileStore;
import io.sluice.table.ForwardingFileStore;
import io.sluice.table.ForwardingInput;
import io.sluice.table.ForwardingOutput;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import java.io.IOException;

/** A store whose streams keep to a throttle. Everything else goes through as it is. */
public final class ThrottledFileStore extends ForwardingFileStore {

    private final Throttle throttle;

    private ThrottledFileStore(FileStore store, Throttle throttle) {
        super(store);
        this.throttle = throttle;
    }

    /** The store itself if there is no limit. */
    public static FileStore of(FileStore store, long bytesPerSecond) {
        return bytesPerSecond == Long.MAX_VALUE ? store : new ThrottledFileStore(store, new Throttle(bytesPerSecond));
    }

    @Override
    public DurableOutput create(StorePath file) throws IOException {
        return new Output(super.create(file));
    }

    @Override
    public DurableOutput create(StorePath file, long blockBytes) throws IOException {
        return new Output(super.create(file, blockBytes));
    }

    @Override
    public DurableOutput createWhole(StorePath file) throws IOException {
        return new Output(super.createWhole(file));
    }

    @Override
    public SeekableInput open(StorePath file) throws IOException {
        return new Input(super.open(file));
    }

    private final class Input extends ForwardingInput {

        Input(SeekableInput in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            throttle.take(1);
            return super.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            throttle.take(length);
            return super.read(buffer, offset, length);
        }

        @Override
        public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
            throttle.take(length);
            super.readFully(position, buffer, offset, length);
        }
    }

    private final class Output extends ForwardingOutput {

        Output(DurableOutput out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            throttle.take(1);
            super.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            throttle.take(length);
            super.write(bytes, offset, length);
        }
    }
}

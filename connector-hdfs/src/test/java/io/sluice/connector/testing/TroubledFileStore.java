/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.testing;

import io.sluice.table.FileStore;
import io.sluice.table.testing.InterposedFileStore;
import java.io.IOException;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A store that fails now and then, before or after it has done what it was asked to, and goes on living: a NameNode that
 * fails over, a datanode that is restarted. Which operations fail follows from a seed.
 */
public final class TroubledFileStore extends InterposedFileStore {

    private final Random random;
    private final double probability;
    private final Predicate<String> operations;

    /** @param probability that an operation fails */
    public TroubledFileStore(FileStore delegate, long seed, double probability) {
        this(delegate, seed, probability, operation -> true);
    }

    private TroubledFileStore(FileStore delegate, long seed, double probability, Predicate<String> operations) {
        super(delegate);
        this.random = new Random(seed);
        this.probability = probability;
        this.operations = operations;
    }

    /** While it is full no write succeeds; all else does. */
    public static TroubledFileStore filling(FileStore delegate, BooleanSupplier full) {
        return new TroubledFileStore(
                delegate, 0, 2, operation -> full.getAsBoolean() && operation.startsWith("write "));
    }

    /** Fails now and then, but only while there is trouble. */
    public static TroubledFileStore during(FileStore delegate, long seed, double probability, BooleanSupplier trouble) {
        return new TroubledFileStore(delegate, seed, probability, operation -> trouble.getAsBoolean());
    }

    private synchronized boolean fails(String operation) {
        return operations.test(operation) && random.nextDouble() < probability / 2;
    }

    @Override
    protected <T> T change(String operation, Action<T> action) throws IOException {
        if (fails(operation)) {
            throw new IOException("trouble before " + operation);
        }
        T result = action.run();
        if (fails(operation)) {
            throw new IOException("trouble after " + operation);
        }
        return result;
    }

    @Override
    protected <T> T look(String operation, Action<T> action) throws IOException {
        return change(operation, action);
    }
}

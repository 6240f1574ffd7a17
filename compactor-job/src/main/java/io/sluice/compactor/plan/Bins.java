/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.compactor.swap.SwapMode;
import io.sluice.table.StorePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the small files of one partition together, first fit, by tiers. A file that a merge has made is merged again only
 * if its new neighbours weigh as much as it does, or if the result has the right size and so is never merged again: a
 * row is then written once for each doubling of its file, not once for each run.
 *
 * <p>The result of a plan is planned for once more until nothing is found: a second run has nothing to do.
 */
final class Bins {

    private static final Comparator<TableFile> OLDEST_FIRST = Comparator.comparing((TableFile f) -> !isMerged(f))
            .thenComparing(f -> f.entry().path());

    private final PlanOptions options;
    private final SwapMode mode;
    private final Map<StorePath, SkipReason> reasons = new HashMap<>();

    private Bins(PlanOptions options, SwapMode mode) {
        this.options = options;
        this.mode = mode;
    }

    /** Files that become one, and files that stay, with the reason. */
    record Result(List<List<TableFile>> merges, Map<StorePath, SkipReason> left) {}

    static Result of(List<TableFile> files, PlanOptions options, SwapMode mode) {
        return new Bins(options, mode).pack(files);
    }

    /** A file, or files of which this plan makes one. */
    private record Item(List<TableFile> files, long weight, long rows, boolean joined) {

        static Item of(TableFile file) {
            return new Item(List.of(file), file.facts().weight(), file.facts().rows(), false);
        }

        static Item joined(List<Item> items) {
            List<TableFile> files = items.stream()
                    .flatMap(i -> i.files.stream())
                    .sorted(OLDEST_FIRST)
                    .toList();
            return new Item(
                    files,
                    SizeEstimate.of(files),
                    items.stream().mapToLong(Item::rows).sum(),
                    true);
        }

        /** Whether the next run will find a merged file here. */
        boolean merged() {
            return joined || isMerged(files.get(0));
        }

        /** As the next run will weigh them, which knows of a merged file no more than its weight. */
        static long weigh(List<Item> items) {
            SizeEstimate estimate = new SizeEstimate();
            items.forEach(i -> i.addTo(estimate));
            return estimate.bytes();
        }

        void addTo(SizeEstimate estimate) {
            if (joined) {
                estimate.add(weight);
            } else {
                estimate.add(files.get(0));
            }
        }
    }

    private static boolean isMerged(TableFile file) {
        return file.facts().keyValues().containsKey(MergeKeys.WEIGHT);
    }

    private Result pack(List<TableFile> files) {
        List<Item> items = files.stream().sorted(OLDEST_FIRST).map(Item::of).toList();
        Optional<List<Item>> better = Optional.of(items);
        while (better.isPresent()) {
            items = better.get();
            better = once(items);
        }
        List<List<TableFile>> merges = new ArrayList<>();
        Map<StorePath, SkipReason> left = new HashMap<>();
        for (Item item : items) {
            if (item.joined()) {
                merges.add(item.files());
            } else {
                StorePath path = item.files().get(0).entry().path();
                left.put(path, reasons.getOrDefault(path, SkipReason.ALONE));
            }
        }
        return new Result(merges, left);
    }

    /** What there is after one round of merges, in the order in which the next run sees it; empty if nothing changes. */
    private Optional<List<Item>> once(List<Item> items) {
        reasons.clear();
        List<Item> joined = new ArrayList<>();
        Set<Item> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        for (List<Item> bin : firstFit(items)) {
            List<Item> merge = worthMerging(bin);
            if (!merge.isEmpty()) {
                gone.addAll(merge);
                joined.add(Item.joined(merge));
            }
        }
        if (joined.isEmpty()) {
            return Optional.empty();
        }
        List<Item> rest =
                new ArrayList<>(items.stream().filter(i -> !gone.contains(i)).toList());
        // Behind all merged files, for its number will be higher, and before what is new.
        int firstNew = 0;
        while (firstNew < rest.size() && rest.get(firstNew).merged()) {
            firstNew++;
        }
        rest.addAll(firstNew, joined);
        return Optional.of(rest);
    }

    private List<List<Item>> firstFit(List<Item> items) {
        List<List<Item>> bins = new ArrayList<>();
        List<Fill> filled = new ArrayList<>();
        for (Item item : items) {
            int bin = 0;
            while (bin < bins.size() && !filled.get(bin).fits(item, options)) {
                bin++;
            }
            if (bin == bins.size()) {
                bins.add(new ArrayList<>());
                filled.add(new Fill());
            }
            bins.get(bin).add(item);
            filled.get(bin).add(item);
        }
        return bins;
    }

    /** What is in a bin. */
    private static final class Fill {

        private final SizeEstimate size = new SizeEstimate();
        private int files;
        private long rows;

        /** Reckons without what the item may share: it is one item's, and the bin is not filled to the last byte by it. */
        boolean fits(Item item, PlanOptions options) {
            return item.weight() <= options.targetBytes() - size.bytes()
                    && item.files().size() <= options.maxInputs() - files
                    && item.rows() <= options.targetRows() - rows;
        }

        void add(Item item) {
            item.addTo(size);
            files += item.files().size();
            rows += item.rows();
        }
    }

    /** As much of a bin as is worth it: without its heaviest merged files, if need be; empty if nothing is. */
    private List<Item> worthMerging(List<Item> bin) {
        List<Item> left = new ArrayList<>(bin);
        if (left.size() == 1
                && !left.get(0).joined()
                && left.get(0).files().get(0).isAvro()) {
            return left;
        }
        while (left.size() > 1) {
            Optional<SkipReason> objection = objection(left);
            if (objection.isEmpty()) {
                int files = left.stream().mapToInt(i -> i.files().size()).sum();
                return files >= options.minInputs() ? left : List.of();
            }
            Item heaviest = left.stream()
                    .filter(Item::merged)
                    .reduce((a, b) -> b.weight() > a.weight() ? b : a)
                    .orElseThrow();
            left.stream()
                    .filter(Item::merged)
                    .flatMap(i -> i.files().stream())
                    .forEach(f -> reasons.put(f.entry().path(), objection.get()));
            left.remove(heaviest);
        }
        return List.of();
    }

    /** Why the merged files among these are not to be written once more, all in one; empty if they are. */
    private Optional<SkipReason> objection(List<Item> items) {
        List<TableFile> files = items.stream().flatMap(i -> i.files().stream()).toList();
        List<TableFile> old = files.stream().filter(Bins::isMerged).toList();
        if (old.isEmpty()) {
            return Optional.empty();
        }
        long weight = Item.weigh(items);
        long heaviest = old.stream().mapToLong(f -> f.facts().weight()).max().orElseThrow();
        boolean right = weight >= options.rightBytes()
                || items.stream().mapToLong(Item::rows).sum() >= options.rightRows();
        if (!right && weight - heaviest < heaviest) {
            return Optional.of(SkipReason.TOO_LITTLE_NEW);
        }
        // A concat keeps the bytes of all sources, those that are dead already among them.
        long dead = mode == SwapMode.CONCAT
                ? files.stream().mapToLong(f -> f.entry().bytes()).sum()
                : 0;
        return dead > options.targetBytes() ? Optional.of(SkipReason.TOO_MANY_DEAD) : Optional.empty();
    }
}

package sunstone.agent.cli.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import sunstone.models.prior.OrientationScaling;
import sunstone.models.prior.training.EncodedExample;
import sunstone.models.prior.training.TrainingExample;

/**
 * Threads that make training examples; what they make is taken in turn, so that the order does not depend on their
 * speed.
 */
final class ExampleMakers implements AutoCloseable {
    private static final int AHEAD = 3;

    private final List<BlockingQueue<List<EncodedExample>>> made = new ArrayList<>();
    private final List<Thread> makers = new ArrayList<>();
    private int turn;

    /**
     * Starts the threads.
     *
     * @param source of examples, may be asked by many threads
     * @param count of threads
     * @param portion examples that {@link #take} gives
     */
    ExampleMakers(TrainingExample.Source source, int count, int portion, SplittableRandom random) {
        for (int k = 0; k < count; k++) {
            BlockingQueue<List<EncodedExample>> queue = new ArrayBlockingQueue<>(AHEAD);
            SplittableRandom own = random.split();
            Thread thread = new Thread(() -> make(source, portion, own, queue), "examples-" + k);
            thread.setDaemon(true);
            made.add(queue);
            makers.add(thread);
            thread.start();
        }
    }

    private static void make(
            TrainingExample.Source source,
            int portion,
            SplittableRandom random,
            BlockingQueue<List<EncodedExample>> queue) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<EncodedExample> examples = new ArrayList<>();
                for (int k = 0; k < portion; k++) {
                    examples.add(EncodedExample.of(source.next(random), OrientationScaling.hexagonal()));
                }
                queue.put(examples);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The next examples.
     *
     * @throws IllegalStateException if the thread whose turn it is has failed
     */
    List<EncodedExample> take() throws InterruptedException {
        int k = turn++ % made.size();
        while (true) {
            List<EncodedExample> examples = made.get(k).poll(1, TimeUnit.SECONDS);
            if (examples != null) {
                return examples;
            }
            if (!makers.get(k).isAlive() && made.get(k).isEmpty()) {
                throw new IllegalStateException("the thread that makes examples has failed, see the log");
            }
        }
    }

    @Override
    public void close() {
        makers.forEach(Thread::interrupt);
    }
}

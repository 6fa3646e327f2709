package sunstone.agent.registry;

/** Ownership of state by the thread that makes it: each method that others call begins with {@link #assertOnLoop}. */
public final class LoopThread {
    private final Thread owner = Thread.currentThread();

    /** Fails on any other thread, where assertions are enabled, as they are in tests. */
    public void assertOnLoop() {
        assert Thread.currentThread() == owner
                : "state of " + owner.getName() + " is touched by "
                        + Thread.currentThread().getName();
    }
}

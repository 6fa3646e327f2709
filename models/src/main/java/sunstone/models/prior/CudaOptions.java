package sunstone.models.prior;

/**
 * Options of a model that runs on CUDA.
 *
 * @param memoryMiB memory that the runtime may take on the device at most, MiB; 0 for no limit
 * @param tf32 whether products of matrices may be rounded to 10 bits: faster, but members differ from those of the CPU
 */
public record CudaOptions(int memoryMiB, boolean tf32) {
    /** No limit, full precision. */
    public static final CudaOptions DEFAULT = new CudaOptions(0, false);

    public CudaOptions {
        if (memoryMiB < 0) {
            throw new IllegalArgumentException("memory on the device must be at least 0 MiB: " + memoryMiB);
        }
    }
}

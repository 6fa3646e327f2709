package sunstone.connectors.message;

/** A record of the topic {@code scans}: a section is put under the instrument, or is done. */
public sealed interface Scan extends ScanMessage permits ScanOpened, ScanClosed {}

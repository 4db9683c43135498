namespace StorageX.Host.Contract;

/// <summary>Runs a daemon until it is asked to end, then lets running jobs go on for a while.</summary>
/// <param name="settings">The settings of its transfers.</param>
/// <param name="own">How it works itself.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Takes what the one who started it is told.</param>
/// <param name="cancel">Asks it to end.</param>
/// <exception cref="SettingsException">Another daemon has the data directory, it cannot be read, or the address is taken.</exception>
internal delegate Task RunDaemon(StorageXSettings settings, DaemonSettings own, TimeProvider time, Action<DaemonNews> tell, CancellationToken cancel);

using StorageX.Backends;
using StorageX.Specs.Settings;

namespace StorageX.Specs.Backends.S3;

/// <summary>Configurations of buckets.</summary>
internal static class Buckets
{
    /// <summary>A bucket's settings.</summary>
    /// <param name="text">What the configuration says beside type and bucket.</param>
    public static BackendSettings Parse(string text) =>
        WholeSettings.Parse($"storagex.backends.bucket {{ type = s3, bucket = {S3rver.Bucket}, {text} }}").Backends["bucket"];
}

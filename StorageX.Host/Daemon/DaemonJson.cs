using System.Text.Json.Serialization;
using StorageX.Host.Daemon.Http;
using StorageX.Host.Daemon.Jobs;
using StorageX.Host.Daemon.Shares;

namespace StorageX.Host.Daemon;

/// <summary>What the daemon reads and writes as JSON: camelCase names, words for enums, nothing left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(JobKey))]
[JsonSerializable(typeof(JobTroubleList))]
[JsonSerializable(typeof(UploadRequest))]
[JsonSerializable(typeof(DownloadRequest))]
[JsonSerializable(typeof(HostList))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(ShareRequest))]
[JsonSerializable(typeof(NewShare))]
[JsonSerializable(typeof(ShareList))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class DaemonJson : JsonSerializerContext;

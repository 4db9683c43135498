using System.Text.Json.Serialization;

namespace StorageX.Host.Contract;

/// <summary>What the daemon and those who talk to it write as JSON: camelCase names, words for enums, nothing left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(JobKey))]
[JsonSerializable(typeof(JobTroubleList))]
[JsonSerializable(typeof(UploadRequest))]
[JsonSerializable(typeof(DownloadRequest))]
[JsonSerializable(typeof(HealthRequest))]
[JsonSerializable(typeof(DeleteRequest))]
[JsonSerializable(typeof(PruneRequest))]
[JsonSerializable(typeof(RepairRequest))]
[JsonSerializable(typeof(CopyRequest))]
[JsonSerializable(typeof(JobReport))]
[JsonSerializable(typeof(HostList))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(ShareRequest))]
[JsonSerializable(typeof(NewShare))]
[JsonSerializable(typeof(ShareList))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ContractJson : JsonSerializerContext;

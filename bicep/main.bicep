metadata description = 'The settlement platform: Event Hubs, Table storage and the function app, joined by managed identity and role assignments; no keys.'

@description('The region of every resource.')
param location string = resourceGroup().location

@description('What the names of the resources begin with.')
@minLength(3)
@maxLength(11)
param name string = 'settlement'

@description('Partitions of each Event Hub. A hub\'s count can grow but never shrink; figures do not depend on it.')
@minValue(1)
@maxValue(32)
param partitions int = 32

@description('Throughput units of the Event Hubs namespace at the start, and the most it may grow to by itself.')
param throughputUnits int = 4
param maximumThroughputUnits int = 40

@description('The first Settlement Day that is settled on schedule, YYYY-MM-DD; empty drives nothing.')
param firstDay string = ''

@description('The application (client) id of the app registration in Microsoft Entra ID, whose app roles are Settlement.Operator, Settlement.Auditor and one Settlement.Party.{id} for each party.')
param entraClientId string

var suffix = uniqueString(resourceGroup().id)

module storage 'modules/storage.bicep' = {
  params: {
    location: location
    name: take('${replace(name, '-', '')}${suffix}', 24)
  }
}

module eventHubs 'modules/event-hubs.bicep' = {
  params: {
    location: location
    name: '${name}-${suffix}'
    partitions: partitions
    throughputUnits: throughputUnits
    maximumThroughputUnits: maximumThroughputUnits
  }
}

module functionApp 'modules/function-app.bicep' = {
  params: {
    location: location
    name: '${name}-${suffix}'
    storageName: storage.outputs.name
    packageContainer: storage.outputs.packageContainer
    eventHubsName: eventHubs.outputs.name
    firstDay: firstDay
    entraClientId: entraClientId
  }
}

@description('Where the HTTP functions answer.')
output address string = functionApp.outputs.address
